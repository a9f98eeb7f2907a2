import "server-only";

/**
 * Words that the commonest passwords are made of, written down from what is publicly known of leaked lists; leetspeak,
 * digits and symbols around them are taken off before they are looked up (common-password.ts).
 */
export const commonWords: readonly string[] =
  `password passwort passwd passw pass motdepasse contrasena senha parola haslo wachtwoord mima login logon signin letmein
welcome welkom willkommen bienvenue hello hallo hola nihao admin administrator adminadmin root toor superuser sysadmin
user username guest default changeme change temp temporary test testing tester demo sample example secret secrets
private public server service support system computer laptop desktop internet network router gateway wireless wifi
office company corporate business enterprise manager management master account security secure access kaihe fleet
kaihefleet kaihelabs qwerty qwertz azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qweasd qweasdzxc iloveyou
iloveu loveyou lovely lovers love lover forever always baby babygirl babyboy girl boy princess prince queen king
angel angels heaven jesus christ god blessed faith sunshine summer winter spring autumn monday tuesday wednesday
thursday friday saturday sunday january february march april may june july august september october november december
morning night flower flowers rose lily daisy jasmine butterfly rainbow dragon monkey tiger lion eagle falcon hawk
panther wolf bear horse kitty kitten cat dog puppy bunny rabbit chicken turtle dolphin shark phoenix unicorn football
soccer baseball basketball hockey tennis golf cricket rugby volleyball swimming racing runner player gamer gaming
liverpool arsenal chelsea barcelona realmadrid juventus manchester united yankees cowboys steelers lakers packers
patriots eagles redsox superman batman spiderman ironman avengers starwars startrek pokemon pikachu naruto minecraft
fortnite roblox mario zelda sonic matrix trustno trustnoone shadow ninja warrior hunter killer soldier ranger
mustang ferrari porsche mercedes corvette camaro harley yamaha honda toyota subaru nissan michael jennifer jessica
jordan ashley amanda daniel andrew joshua matthew anthony michelle nicole charlie thomas robert george william
richard alexander alexandra samantha elizabeth victoria maria anna carlos david john james peter patrick martin
steven kevin brandon justin jason nathan tyler austin taylor hannah sophie chloe emily emma olivia oliver harry
maggie pepper ginger buster cookie chocolate cheese banana apple orange cherry peanut coffee whatever nothing
anything something blink metallica slipknot eminem rockyou google facebook youtube instagram twitter linkedin
microsoft windows apple samsung android iphone amazon netflix spotify github gitlab docker kubernetes linux ubuntu
oracle cisco yahoo hotmail gmail email mail america american canada mexico brazil england london paris france
germany berlin italy spain russia moscow china beijing shanghai japan tokyo korea india australia freedom liberty
money dollar bitcoin crypto lucky happy smile friend friends family mother father mommy daddy sister brother
diamond silver golden platinum purple yellow orange black white green blue red pink star stars galaxy thunder
lightning storm hurricane fire ice snow snowball ocean beach forest mountain hello world helloworld abcdef abcd abc
aaaa xxxx zzzz woaini wangyut qwe asd zxc please open sesame opensesame enter entry correct letme in trust start
begin magic wizard merlin gandalf hobbit frodo potter hogwarts`
    .split(/\s+/)
    // Longest first, so that "administrator" is not taken for "admin" and a rest.
    .toSorted((a, b) => b.length - a.length);
