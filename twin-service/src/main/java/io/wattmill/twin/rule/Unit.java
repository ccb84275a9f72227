// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

/** Units that rules count in. */
public enum Unit {
    /** Watts. */
    WATT("W"),
    /** Bytes. */
    BYTE("B"),
    /** Tokens of KV cache. */
    TOKEN("tokens"),
    /** GPUs. */
    GPU("GPUs"),
    /** Attention heads. */
    HEAD("heads"),
    /** Requests at once. */
    REQUEST("requests"),
    /** Millionths of one. */
    PPM("ppm");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    /** As it is written after a figure. */
    public String symbol() {
        return symbol;
    }
}
