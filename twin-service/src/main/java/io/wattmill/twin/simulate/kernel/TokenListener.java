// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

/** Hears of what a gateway would see. */
public interface TokenListener {
    /** Hears nothing. */
    TokenListener NONE =
            new TokenListener() {
                @Override
                public void firstToken(int request, long atNanos) {}

                @Override
                public void finished(int request, long atNanos) {}
            };

    /** The first token of a request came. */
    void firstToken(int request, long atNanos);

    /** Its last token came; after its first, if that was another. */
    void finished(int request, long atNanos);
}
