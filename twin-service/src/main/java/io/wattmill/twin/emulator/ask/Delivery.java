// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

/**
 * How answers are sent.
 *
 * @param stream whether they are streamed
 * @param usage which usage figures a stream carries
 * @param kv where the prompt's KV cache comes from, and whether it is kept for others
 */
public record Delivery(boolean stream, StreamUsage usage, KvTransfer kv) {

    /** Of an answer that one engine makes. */
    public Delivery(boolean stream, StreamUsage usage) {
        this(stream, usage, KvTransfer.NONE);
    }

    /** Usage figures in a stream. */
    public enum StreamUsage {
        /** None. */
        NONE,
        /** In one chunk of its own before the end. */
        FINAL,
        /** In each chunk, and in one of its own before the end. */
        CONTINUOUS
    }
}
