/** The fake backend's pictures, screen and camera. */
import type { AddedDto } from "./bindings/AddedDto";
import type { CameraDto } from "./bindings/CameraDto";
import type { FrameDto } from "./bindings/FrameDto";
import type { ScanDto } from "./bindings/ScanDto";
import { error } from "./fake-made-up";
import { drawFrame, drawScreen } from "./fake-pictures";
import { FRAME_NOTHING, SCAN_FOUND, SCREEN_FOUND } from "./fake-scans";
import { FakeSettings } from "./fake-settings";

export abstract class FakeScanning extends FakeSettings {
  /** What it reads from any picture and from the clipboard. */
  scan: ScanDto = SCAN_FOUND;
  /** What it sees on the screen, and there after a second look. */
  screen: ScanDto = SCREEN_FOUND;
  closer: ScanDto | null = null;
  cameras: string[] = ["Integrated Camera"];
  /** What the camera sees, one after the other; the last stays. */
  frames: FrameDto[] = [FRAME_NOTHING];
  /** The id of the open camera, which is its name here. */
  camera: string | null = null;

  scanPick = (): Promise<ScanDto | null> => Promise.resolve(this.scan);

  scanClipboard = (): Promise<ScanDto> => Promise.resolve(this.scan);

  scanScreen = async (): Promise<ScanDto> => {
    await this.done("scanScreen");
    return this.screen;
  };

  scanPicture = (ticket: number, picture: number): Promise<ArrayBuffer> => {
    const asked = ticket === this.screen.ticket ? this.screen.pictures[picture] : undefined;
    return asked ? drawScreen(asked) : Promise.reject(error("scan-gone"));
  };

  scanRegion = async (ticket: number): Promise<ScanDto> => {
    await this.done("scanRegion");
    if (ticket !== this.screen.ticket) throw error("scan-gone");
    this.screen = { ...(this.closer ?? this.screen), ticket };
    return this.screen;
  };

  scanCameras = (): Promise<CameraDto[]> => Promise.resolve(this.cameras.map((name) => ({ id: name, name })));

  scanCameraOpen = (id: string): Promise<void> => {
    this.camera = id;
    return this.done("scanCameraOpen");
  };

  scanCameraFrame = (): Promise<ArrayBuffer> => {
    const [frame, ...later] = this.frames;
    if (!frame || this.camera === null) return Promise.reject(error("scan-gone"));
    if (later.length > 0) this.frames = later;
    if (frame.scan) this.camera = null;
    return drawFrame(frame);
  };

  scanCameraClose = (): Promise<void> => {
    this.camera = null;
    return this.done("scanCameraClose");
  };

  scanAdd = (ticket: number, indices: number[], replacing: number[]): Promise<AddedDto[]> => {
    const scan = [this.scan, this.screen].find((kept) => kept.ticket === ticket);
    if (!scan) return Promise.reject(error("scan-gone"));
    const chosen = scan.found.filter((found) => indices.includes(found.index));
    return Promise.resolve(
      chosen.map(({ index, issuer, account }) => {
        const added = this.addAccount(issuer, account);
        return replacing.includes(index) ? { ...added, kind: "replaced" } : added;
      }),
    );
  };

  scanDiscard = (): Promise<void> => this.done("scanDiscard");

  /** What adding an account did. */
  protected abstract addAccount(issuer: string, name: string): AddedDto;
}
