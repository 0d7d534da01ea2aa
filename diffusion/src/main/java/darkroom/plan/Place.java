package darkroom.plan;

import org.bytedeco.dnnl.memory;

/**
 * Where the numbers of a value lie: row behind row, a row being the channels of a pixel, a token or a sample.
 *
 * @param buffer the memory
 * @param type of a number
 * @param offset of the first number in the memory
 * @param stride numbers from one row to the next, more than the channels where rows of several values lie side by side
 */
record Place(Buffer buffer, memory.data_type type, long offset, long stride) {}
