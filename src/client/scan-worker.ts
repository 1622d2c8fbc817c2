import jsqr from 'jsqr';

// Finds a QR code in a picture of the camera, for browsers that cannot do it themselves.
self.onmessage = (message: MessageEvent<ImageData>) => {
  const picture = message.data;
  const options = { inversionAttempts: 'dontInvert' } as const;
  const found = jsqr.default(picture.data, picture.width, picture.height, options);
  self.postMessage(found?.data ?? null);
};
