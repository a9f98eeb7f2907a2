/** Of the box agent, as the console shows it. */
export const agentVersion = "0.1.0";
export const boxModel = "KaiheAiBox dev";
