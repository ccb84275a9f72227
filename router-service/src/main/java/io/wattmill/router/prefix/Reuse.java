// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

/**
 * What an engine was believed to hold of a prompt when the prompt was placed there, and how long
 * ago it used it: evidence about the size of its cache, once it tells what it really found.
 *
 * <p>Distances are in blocks: a cache that forgets the least recently used first holds a block
 * exactly if it is larger than the block's distance. Immutable.
 */
public final class Reuse {
    /** Of a prompt that was not placed by its prefix. */
    public static final Reuse NONE = new Reuse(new Notes(0));

    /** The distance is not known. */
    static final int UNKNOWN = -1;

    private final int depth;
    private final int parts;
    private final int[] ends;
    private final int[] distances;

    private Reuse(Notes notes) {
        depth = notes.depth;
        parts = notes.parts;
        ends = notes.ends;
        distances = notes.distances;
    }

    /** So many blocks believed held, of unknown age. */
    static Reuse of(int depth) {
        return new Reuse(new Notes(depth));
    }

    /** Blocks believed held. */
    public int depth() {
        return depth;
    }

    /** Distance of a block, from 1, that was believed held. */
    int distanceOf(int block) {
        int start = 0;
        for (int i = 0; i < parts; i++) {
            if (block <= ends[i]) {
                return block <= depth ? distances[i] + block - start : UNKNOWN;
            }
            start = ends[i];
        }
        return UNKNOWN;
    }

    /** Distance of the last block up to this one that was believed forgotten, if one is known. */
    int forgottenUpTo(int block) {
        int last = UNKNOWN;
        for (int i = 0; i < parts; i++) {
            if (ends[i] > depth && ends[i] <= block) {
                last = distances[i];
            }
        }
        return last;
    }

    /** What is being noted; more than fits is left out, the end of the prompt first. */
    static final class Notes {
        private static final int MOST = 16;

        private final int depth;
        private final int[] ends = new int[MOST];
        private final int[] distances = new int[MOST];
        private int parts;

        Notes(int depth) {
            this.depth = depth;
        }

        /** A part of the prompt ends here; distance of its first block, or of its only one. */
        void add(int end, int distance) {
            if (parts < MOST) {
                ends[parts] = end;
                distances[parts] = distance;
                parts++;
            }
        }

        Reuse reuse() {
            return new Reuse(this);
        }
    }
}
