// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

/** Hears which blocks come into an engine's prefix cache and leave it, in order. */
public interface CacheListener {
    /** Hears nothing. */
    CacheListener NONE =
            new CacheListener() {
                @Override
                public void stored(long sequence, int block) {}

                @Override
                public void removed(long hash) {}
            };

    /** A block of this sequence's, by its index from 0, is here and was not. */
    void stored(long sequence, int block);

    /** The block of this hash is here no more. */
    void removed(long hash);
}
