// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

/**
 * How answers are sent.
 *
 * @param stream whether they are streamed
 * @param usage which usage figures a stream carries
 */
public record Delivery(boolean stream, StreamUsage usage) {

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
