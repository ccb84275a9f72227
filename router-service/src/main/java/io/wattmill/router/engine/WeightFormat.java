// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * How weights are stored, and with that which tensor cores multiply with them.
 *
 * <p>Bits of the block formats count their scales: NVFP4 has one 8-bit scale per 16 weights, MXFP4
 * one per 32, and 4-bit integers in groups of 32 (compressed-tensors) one 16-bit scale per group;
 * the last is rounded down to what groups of 64 need, the usual size.
 */
public enum WeightFormat {
    BF16(16),
    FP8(8),
    /** NVIDIA's 4-bit floats: multiplied as such since Blackwell, unpacked to bf16 before. */
    NVFP4(4.5),
    /** OCP's 4-bit floats, as gpt-oss ships: by 8-bit activations since Blackwell. */
    MXFP4(4.25),
    /** 4-bit integers, unpacked to bf16 on every GPU. */
    INT4(4.25);

    private static final int BITS_PER_BYTE = 8;

    private final double bits;

    WeightFormat(double bits) {
        this.bits = bits;
    }

    /** Bytes per weight, scales included. */
    public double bytes() {
        return bits / BITS_PER_BYTE;
    }

    /** Whole bits per weight, without scales. */
    public int wholeBits() {
        return (int) bits;
    }

    /** The format of this many bits: 16, 8 or 4. */
    public static WeightFormat ofBits(int bits) {
        return switch (bits) {
            case 16 -> BF16;
            case 8 -> FP8;
            case 4 -> NVFP4;
            default ->
                    throw new IllegalArgumentException("weights have 16, 8 or 4 bits, not " + bits);
        };
    }
}
