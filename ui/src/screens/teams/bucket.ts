/** A bucket as it is typed. */
import type { BucketDto } from "$ipc/bindings/BucketDto";

export interface Bucket {
  place: string;
  endpoint: string;
  region: string;
  accessKey: string;
  secretKey: string;
}

export const NO_BUCKET: Bucket = { place: "s3://", endpoint: "", region: "", accessKey: "", secretKey: "" };

/** Whether a bucket, its key and its secret are there. */
export function isWhole({ place, accessKey, secretKey }: Bucket): boolean {
  return place.trim().length > "s3://".length && accessKey.trim() !== "" && secretKey !== "";
}

export function toDto({ place, endpoint, region, accessKey, secretKey }: Bucket): BucketDto {
  return { place: place.trim(), endpoint: endpoint.trim(), region: region.trim(), accessKey: accessKey.trim(), secretKey };
}
