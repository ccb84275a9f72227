// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import java.util.Arrays;

/**
 * Long and int cells that grow by pages: no copy of what is there, and at most one page too much.
 * Pages are made when they are written to; cells of a page that is not there are zero.
 */
final class Pages {
    private Pages() {}

    /** Cells of 8 bytes. */
    static final class Longs {
        private static final int SHIFT = 13;
        private static final int SIZE = 1 << SHIFT;
        private static final long[] EMPTY = new long[SIZE];

        private long[][] pages = new long[0][];

        long get(int at) {
            return pages[at >>> SHIFT][at & (SIZE - 1)];
        }

        /** As {@link #get}, of a cell that may never have been written. */
        long getOrZero(int at) {
            return at >>> SHIFT < pages.length ? get(at) : 0;
        }

        void set(int at, long value) {
            pageFor(at)[inPage(at)] = value;
        }

        /** Where in its page a cell is: cells up to a multiple of 8 are in one page. */
        static int inPage(int at) {
            return at & (SIZE - 1);
        }

        /** The page of a cell, to be read. */
        long[] page(int at) {
            return pages[at >>> SHIFT];
        }

        /** The page of a cell, to be written to. */
        long[] pageFor(int at) {
            int page = at >>> SHIFT;
            if (page >= pages.length) {
                int had = pages.length;
                pages = Arrays.copyOf(pages, Math.max(page + 1, had + (had >> 1)));
                Arrays.fill(pages, had, pages.length, EMPTY);
            }
            if (pages[page] == EMPTY) {
                pages[page] = new long[SIZE];
            }
            return pages[page];
        }
    }

    /** Cells of 4 bytes. */
    static final class Ints {
        private static final int SHIFT = 10;
        private static final int SIZE = 1 << SHIFT;

        private int[][] pages = new int[0][];
        private int made;

        int get(int at) {
            return pages[at >>> SHIFT][at & (SIZE - 1)];
        }

        /** The page must be there, or be the next one. */
        void set(int at, int value) {
            int page = at >>> SHIFT;
            if (page == made) {
                if (made == pages.length) {
                    pages = Arrays.copyOf(pages, Math.max(4, made + (made >> 1)));
                }
                pages[made++] = new int[SIZE];
            }
            pages[page][at & (SIZE - 1)] = value;
        }
    }
}
