/** A storage that is a service, and the way into it, as they are typed. */
import type { ServiceDto } from "$ipc/bindings/ServiceDto";
import type { ServiceKindDto } from "$ipc/bindings/ServiceKindDto";

/** Where a team vault lies: a folder that is chosen, or a service. "drive": what cannot be used, for whoever has nothing else. */
export type PlaceKind = "folder" | ServiceKindDto | "drive";

export interface Service {
  place: string;
  endpoint: string;
  region: string;
  /** The public half of a key, the account, the user. */
  accessKey: string;
  secretKey: string;
}

export const NO_SERVICE: Service = { place: "", endpoint: "", region: "", accessKey: "", secretKey: "" };

/** What a place begins with, as people write it. */
export const BEGINNING: Record<ServiceKindDto, string> = { s3: "s3://", azure: "az://", gcs: "gs://", dav: "https://" };

/** Whether the place, and all that lets us in, are there. */
export function isWhole(kind: ServiceKindDto, { place, accessKey, secretKey }: Service): boolean {
  const isPlaced = place.trim().length > BEGINNING[kind].length;
  return isPlaced && secretKey !== "" && (kind === "gcs" || accessKey.trim() !== "");
}

export function toDto(kind: ServiceKindDto, { place, endpoint, region, accessKey, secretKey }: Service): ServiceDto {
  const named = kind === "dav" ? `dav+${place.trim()}` : place.trim();
  return { place: named, endpoint: endpoint.trim(), region: region.trim(), accessKey: accessKey.trim(), secretKey };
}

/** A place that a link names, as people write it. */
export function shown(place: string): string {
  return place.replace(/^dav\+/, "");
}
