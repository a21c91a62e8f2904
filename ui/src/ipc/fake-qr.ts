/** Two QR codes made by the program segno (error correction M): rows as hexadecimal numbers. */
import type { QrDto } from "./bindings/QrDto";

/** otpauth://totp/GitHub:anna@northwind.studio?secret=JBSWY3DPEHPK3PXP&issuer=GitHub */
export const ACCOUNT_QR = unpack(
  "1fd1f45a7f;105b56d041;175cb1de5d;174a49995d;1756c6875d;10444db041;1fd555557f;e302f00;13f94a2d97;1fb5d84c76;" +
    "184730b735;832dd373f;17cf093e9;1886f4aa32;1b68b2cf3f;3bbc5110e;13c62a636c;1248e23cc;26bdbfa35;3b1751c9a;" +
    "10f6de1cda;a99ae6e96;ff07d36d3;1b154d109c;1760b20a40;1c1b88c1d0;1bc9bb0ac3;17b794767f;14ecb06bf7;14eb571e;" +
    "1fd2bb7d55;105dd17f1b;17587a0ff0;175516b6c7;174ca461bd;10403917cf;1fd5621119",
);

/** The line for machines of the kit in fake-data.ts. */
export const KIT_QR = unpack(
  "1fc18780e397f;104c3e5a26f41;1751f4ff5435d;175ff6d8e7a5d;175d64fc5385d;105ebe44b7441;1fd555555557f;10d84594800;" +
    "17c59ffcc1d7c;b08a6b1c18e8;146ab29d2f419;13adc62bb8af0;1458c4fe03be6;1ea63f71d28e0;474d9e61dfbf;1a3a976eb8052;" +
    "194addb9e15ed;88e9efb418c4;1dea86d567cb7;e3d3e0f10dd3;114105742f726;11a596be620c6;1bf3b6fdad5f3;312e747b6312;" +
    "155819d4e7b5e;d12da46e3918;ff2e97c177fb;15a29853f4922;19456694cf29e;1f2ab8e8eb264;16471e421f577;9be84ac72903;" +
    "d61618e63654;e2246d852b00;1ee4558a7d4d1;32c57e7f0c80;1df1790c63b1d;12a7ecbcc2a60;8c8f45926ce7;e2a5687dad82;" +
    "1c777dfcef3fd;134244d0910;1fc8bed60e553;1050d9c5b4f10;1756887e63bf5;175513c350bf9;17542d78054e4;104317429a8d1;" +
    "1fdf491923937",
);

function unpack(packed: string): QrDto {
  const numbers = packed.split(";");
  const size = numbers.length;
  return { size, rows: numbers.map((row) => BigInt(`0x${row}`).toString(2).padStart(size, "0")) };
}
