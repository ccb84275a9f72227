// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

/** Something an engine says: tokens in a row, and the length at which it ends by itself. */
public interface Speech {

    /** Text of the n-th token, n from 0. */
    String token(int n);

    /** Tokens after which it ends, unless told to ignore that. */
    int naturalTokens();

    /** Whether there is more behind the natural end for who ignores it. */
    boolean endless();
}
