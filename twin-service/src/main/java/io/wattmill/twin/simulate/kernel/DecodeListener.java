// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

/** Hears how far sequences are. */
@FunctionalInterface
public interface DecodeListener {
    /** A decoding sequence has produced so many tokens. */
    void produced(int request, int tokens);
}
