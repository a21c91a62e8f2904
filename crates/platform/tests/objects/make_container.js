// Makes a container, as the portal of Azure does: node - URL ACCOUNT KEY
const { createHmac } = require("node:crypto");

const [url, account, key] = process.argv.slice(2);
const date = new Date().toUTCString();
const version = "2021-08-06";
const headers = `x-ms-date:${date}\nx-ms-version:${version}\n`;
const resource = `/${account}${new URL(url).pathname}\nrestype:container`;
const toSign = `PUT${"\n".repeat(12)}${headers}${resource}`;
const signature = createHmac("sha256", Buffer.from(key, "base64")).update(toSign).digest("base64");

fetch(`${url}?restype=container`, {
  method: "PUT",
  headers: {
    "x-ms-date": date,
    "x-ms-version": version,
    "Content-Length": "0",
    Authorization: `SharedKey ${account}:${signature}`,
  },
})
  .then((answer) => process.exit([201, 409].includes(answer.status) ? 0 : 1))
  .catch(() => process.exit(1));
