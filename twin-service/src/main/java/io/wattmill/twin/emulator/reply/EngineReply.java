// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.reply;

/** The body of one response while an engine works on its sequences. */
public interface EngineReply {

    /** Media type of the body. */
    String contentType();

    /** Whether it is sent as it is made. */
    boolean stream();

    /**
     * One more token was made for a sequence; never called after its last one.
     *
     * @param sequence which one, from 0
     * @param cachedTokens prompt tokens that came from the prefix cache
     * @return the bytes to send now, possibly none; with the last token of all the body is complete
     */
    byte[] token(int sequence, int cachedTokens);

    /** Whether the last token of all sequences has been made. */
    boolean over();
}
