/** A circle on the drawing, in its units; y grows downwards. */
export interface Placed {
  x: number
  y: number
  radius: number
}
