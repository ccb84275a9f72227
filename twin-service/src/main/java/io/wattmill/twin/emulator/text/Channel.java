// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

/** What part of an answer a token belongs to. */
public sealed interface Channel {

    /** What the model thinks before it answers. */
    record Thought() implements Channel {}

    /** The answer. */
    record Content() implements Channel {}

    /**
     * The arguments of a call.
     *
     * @param index of the call in its answer, from 0
     * @param id by which the caller will answer it
     * @param function that is called
     */
    record Call(int index, String id, String function) implements Channel {}
}
