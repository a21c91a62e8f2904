/** Draws a JPEG. The policy of the pages allows no address for it, so it goes from memory to a canvas. */
export async function draw(canvas: HTMLCanvasElement, bytes: BlobPart): Promise<void> {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
}
