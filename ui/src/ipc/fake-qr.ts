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
  "1fc39d1a4197f;1046a49c2cf41;175ed2975635d;17521c28e7a5d;1758b3fc7185d;105cfd4486441;1fd555555557f;" +
    "10eb45f4800;17c6cdfc61d7c;60b0440638ee;f40712f245ad;1c23e709f09d1;1b6896d2cfbec;10ad3091d28ec;ad602261deb3;" +
    "1012f48db8252;3db4534e3f2d;1a09a23bf38d4;ddcebb586c07;1eafdba910d51;1f5685582f7a5;69a060a730ce;" +
    "17f46efcbf5ff;110cfc7b2313;15703d4e7b55;11da847d191a;ff34a7e3c7f1;715821670123;1d56acd0c3657;10331b94e3124;" +
    "ae3c15a17767;171fef1378121;14e0294cede5d;11347a38e1a02;1beb96faa66c3;1c1a83b5d0ca3;1e62e90c63a9e;" +
    "6ac14f4e09a8;8f1273977cef;e249e679ad11;1c7f1c7ca33fc;167a47c391a;1fc2cf56bd55d;105b22c5b0f10;175e6e7e2bbff;" +
    "1752dc5f58bb7;1758aa380dcac;1049d433d04d1;1fd0a110ef9bf",
);

function unpack(packed: string): QrDto {
  const numbers = packed.split(";");
  const size = numbers.length;
  return { size, rows: numbers.map((row) => BigInt(`0x${row}`).toString(2).padStart(size, "0")) };
}
