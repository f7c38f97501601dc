/** Camera and microphone, and why they can't be had. */

/** What kept the camera or microphone from us: a message and advice for the person at the screen. */
export class CaptureError extends Error {
  constructor(name, message, advice) {
    super(message);
    this.name = name;
    this.advice = advice;
  }
}

const PROBLEMS = {
  NotAllowedError: [
    'The browser may not use the camera or microphone',
    'Allow it by the icon in the address bar, then try again.',
  ],
  NotFoundError: ['No camera or microphone was found', 'Connect one, or untick “With camera”.'],
  NotReadableError: ['The camera or microphone is in use by another program', 'Close that program, then try again.'],
  OverconstrainedError: ['The camera can’t deliver the wanted picture', 'Untick “With camera” and try again.'],
};

/** Opens the microphone and, if asked, the camera; rejects with a CaptureError. */
export async function capture({ video }) {
  if (!globalThis.isSecureContext || !navigator.mediaDevices) {
    throw new CaptureError(
      'InsecureContext',
      'Browsers allow camera and microphone only on secure pages',
      'Open this page by HTTPS, or on the server itself as localhost.',
    );
  }
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true },
      video: video && { width: { ideal: 640 }, height: { ideal: 480 } },
    });
  } catch (error) {
    const [message, advice] = PROBLEMS[error.name] ?? [`The camera or microphone failed (${error.name})`, 'Try again.'];
    throw new CaptureError(error.name, message, advice);
  }
}

export function release(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
