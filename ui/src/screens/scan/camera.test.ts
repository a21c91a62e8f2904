import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import { Fake } from "$ipc/fake";
import { FRAME_ALL, FRAME_NOTHING, FRAME_OTHER, FRAME_PART, SCAN_FOUND } from "$ipc/fake-scans";
import CameraDialog from "./CameraDialog.svelte";
import type { CameraMemory } from "./looking.svelte";

const plain = (text: string | null): string => (text ?? "").replace(/[\u2068\u2069]/g, "");
const told = (): string => plain(screen.getByTestId("camera-told").textContent).trim();

function show(set: (fake: Fake) => void = () => undefined, memory: CameraMemory = { id: null }) {
  const fake = new Fake();
  set(fake);
  const [onscan, onclose] = [vi.fn(), vi.fn()];
  const { unmount } = render(CameraDialog, { backend: fake, memory, onscan, onclose });
  return { fake, onscan, onclose, memory, unmount };
}

test("the parts of an export are counted, and the next is asked for", async () => {
  show((fake) => (fake.frames = [FRAME_NOTHING, FRAME_PART, FRAME_NOTHING]));
  await waitFor(() => expect(told()).toBe("Looking for a QR code"));
  await waitFor(() => expect(told()).toBe("2 of 3 scanned, show the next"));
});

test("a QR code that is no account is named", async () => {
  show((fake) => (fake.frames = [FRAME_OTHER]));
  await waitFor(() => expect(told()).toBe("This QR code is not an account"));
});

test("when everything was seen the accounts take over, once", async () => {
  const { onscan } = show((fake) => (fake.frames = [FRAME_PART, FRAME_ALL]));
  await waitFor(() => expect(onscan).toHaveBeenCalledExactlyOnceWith(SCAN_FOUND));
});

test("a dialog that goes away while the accounts are on their way makes the program forget them", async () => {
  const { fake, onscan, unmount } = show((fake) => (fake.frames = [FRAME_ALL]));
  await waitFor(() => expect(told()).toBe("Scanned"));
  unmount();
  await waitFor(() => expect(fake.calls).toContain("scanDiscard"));
  expect(onscan).not.toHaveBeenCalled();
});

test("the camera is released when the dialog goes away", async () => {
  const { fake, unmount } = show();
  await waitFor(() => expect(told()).toBe("Looking for a QR code"));
  unmount();
  await waitFor(() => expect(fake.camera).toBeNull());
});

test("a camera that opens only after the dialog went away is released, too", async () => {
  let opened: () => void = () => undefined;
  const { fake, unmount } = show((fake) => {
    fake.scanCameraOpen = () =>
      new Promise((done) => {
        opened = () => {
          fake.camera = "Integrated Camera";
          done();
        };
      });
  });
  await new Promise((done) => setTimeout(done, 20));
  unmount();
  opened();
  await new Promise((done) => setTimeout(done, 20));
  expect(fake.camera).toBeNull();
});

test("the camera is off while the window is hidden", async () => {
  const { fake } = show();
  await waitFor(() => expect(told()).toBe("Looking for a QR code"));
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  await fireEvent(document, new Event("visibilitychange"));
  expect(fake.camera).toBeNull();
  hidden.mockReturnValue(false);
  await fireEvent(document, new Event("visibilitychange"));
  await waitFor(() => expect(fake.camera).toBe("Integrated Camera"));
});

test("the next frame is asked for only when the last has come", async () => {
  const { fake } = show();
  await waitFor(() => expect(told()).toBe("Looking for a QR code"));
  let asked = 0;
  fake.scanCameraFrame = () => {
    asked += 1;
    return new Promise(() => undefined);
  };
  await new Promise((done) => setTimeout(done, 200));
  expect(asked).toBe(1);
});

test("of several cameras one is chosen, and remembered", async () => {
  const { fake, memory } = show((fake) => (fake.cameras = ["Integrated Camera", "Brio 4K"]));
  await waitFor(() => expect(fake.camera).toBe("Integrated Camera"));
  await fireEvent.change(screen.getByTestId("camera-choose"), { target: { value: "Brio 4K" } });
  await waitFor(() => expect(fake.camera).toBe("Brio 4K"));
  expect(memory.id).toBe("Brio 4K");
  // Another one comes before it in the list.
  fake.cameras = ["Doorbell", "Integrated Camera", "Brio 4K"];
  await fireEvent(document, new Event("visibilitychange"));
  await waitFor(() => expect(screen.getByTestId("camera-choose").textContent).toContain("Doorbell"));
  expect(fake.camera).toBe("Brio 4K");
});

test("one that was remembered and is gone is not asked for", async () => {
  const { fake } = show(undefined, { id: "Brio 4K" });
  await waitFor(() => expect(fake.camera).toBe("Integrated Camera"));
});

test("a camera that another program uses says so, and can be tried again", async () => {
  const open = new Fake().scanCameraOpen;
  const { fake } = show((fake) => fake.fail("scanCameraOpen", "camera-busy", { camera: "Brio 4K" }));
  expect(plain((await screen.findByText(/Another program uses/, { selector: "h2" })).textContent)).toContain("Brio 4K");
  fake.scanCameraOpen = open;
  fake.camera = "Brio 4K";
  await fireEvent.click(screen.getByTestId("camera-retry"));
  await waitFor(() => expect(told()).toBe("Looking for a QR code"));
});

test("a black picture is named, and looking goes on", async () => {
  const fake = new Fake();
  const frame = fake.scanCameraFrame;
  fake.fail("scanCameraFrame", "camera-black", { camera: "Brio 4K" });
  render(CameraDialog, { backend: fake, memory: { id: null }, onscan: vi.fn(), onclose: vi.fn() });
  await waitFor(() => expect(told()).toContain("sees nothing but black"));
  expect(screen.queryByTestId("camera-retry")).toBeNull();
  fake.scanCameraFrame = frame;
  await waitFor(() => expect(told()).toBe("Looking for a QR code"));
});

test("an answer that is no frame is told, and the camera is released", async () => {
  const { fake } = show((fake) => (fake.scanCameraFrame = () => Promise.resolve(new ArrayBuffer(2))));
  expect(await screen.findByTestId("camera-retry")).toBeTruthy();
  expect(fake.camera).toBeNull();
});
