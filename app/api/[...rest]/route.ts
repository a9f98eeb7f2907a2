import { unknownAddress } from "#lib/api/refusals.ts";

// Below /api every answer is for programs, also the one that there is nothing here.
export {
  unknownAddress as DELETE,
  unknownAddress as GET,
  unknownAddress as PATCH,
  unknownAddress as POST,
  unknownAddress as PUT,
};
