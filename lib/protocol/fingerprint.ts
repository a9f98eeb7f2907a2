/**
 * Three words for a key, shown on the box and in the console so that a person can tell that both speak of the same
 * device (RFC 8628 §3.3.1, RFC 10027). 24 bits: enough against a mix-up and against an attacker who has ten minutes
 * and a rate limit; the key itself is bound by its full thumbprint.
 */
const words =
  "acorn amber anchor apple april arrow atlas autumn bacon badge bamboo banjo barrel basil beacon beaver berry birch bishop bison blade blanket bloom bonus border bottle branch bread breeze brick bridge bronze brook bubble bucket buffalo butter button cabin cactus camel camera candle canoe canyon carbon cargo carpet castle cedar cello chalk cherry chess cider cinema circle citrus clay cliff clock clover cobalt cocoa comet copper coral cotton cougar crane crater cricket crystal curtain cypress daisy dancer delta denim desert diamond dolphin domino donkey dragon drum eagle earth easel echo elbow elder ember emerald engine falcon feather fennel fern ferry fiddle field flame flint flute forest fossil fountain fox galaxy garden garlic gecko geyser ginger glacier globe goblet gold goose granite grape gravel guitar hammer harbor harvest hazel heron hickory honey horizon hornet house iceberg igloo indigo island ivory jacket jaguar jasmine jelly jewel jungle juniper kayak kettle kite kitten koala ladder lagoon lantern laurel lemon leopard lilac lime linen lion lizard lobster lotus lunar magnet mango maple marble marsh meadow melon mercury meteor mint mirror monkey moon morning mosaic moss mountain museum nectar needle nickel north oasis ocean olive onion opal orbit orchid otter oxygen oyster paddle palace panda panther paper parrot peach pebble pelican pepper piano pilot pine planet plum pocket polar pony poplar prairie prism pumpkin puzzle quartz quill rabbit radar radish rain raven reef ribbon river robin rocket rose ruby saddle saffron sail salmon sapphire satin scarf sequoia shadow shell silver sketch slate snow socks sparrow spice spruce squid stone tiger tulip".split(
    " ",
  );

/** `thumbprint`: RFC 7638 SHA-256 thumbprint of the box's signing key, base64url. */
export function fingerprintWords(thumbprint: string): [string, string, string] {
  const bytes = atob(thumbprint.slice(0, 4).replaceAll("-", "+").replaceAll("_", "/"));
  const word = (index: number) => words[bytes.charCodeAt(index) % words.length] ?? "";
  return [word(0), word(1), word(2)];
}
