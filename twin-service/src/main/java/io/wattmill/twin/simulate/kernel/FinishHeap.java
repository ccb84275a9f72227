// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

/** Which decoding sequence ends at which step, soonest first: a binary heap in one array. */
final class FinishHeap {
    private static final int REQUEST_BITS = 27;
    private static final int REQUEST_MASK = (1 << REQUEST_BITS) - 1;

    /** More requests do not fit in one table. */
    static final int MAX_REQUESTS = 1 << REQUEST_BITS;

    private final long[] entries;
    private int size;

    FinishHeap(int capacity) {
        entries = new long[capacity];
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Step after which the next sequence ends; only when not empty. */
    long nextStep() {
        return entries[0] >>> REQUEST_BITS;
    }

    void add(long step, int request) {
        rise(size++, step << REQUEST_BITS | request);
    }

    /** Takes out the request that ends next. */
    int removeNext() {
        int request = (int) entries[0] & REQUEST_MASK;
        removeAt(0);
        return request;
    }

    /** Takes a request out, wherever it is. Returns the step at which it would have ended. */
    long remove(int request) {
        int at = 0;
        while ((entries[at] & REQUEST_MASK) != request) {
            at++;
        }
        long step = entries[at] >>> REQUEST_BITS;
        removeAt(at);
        return step;
    }

    /** Tells every request and the step after which it ends, in no order. */
    void forEach(Entry entry) {
        for (int at = 0; at < size; at++) {
            entry.at((int) entries[at] & REQUEST_MASK, entries[at] >>> REQUEST_BITS);
        }
    }

    /** Hears of one request. */
    @FunctionalInterface
    interface Entry {
        void at(int request, long step);
    }

    private void removeAt(int at) {
        long last = entries[--size];
        if (at < size) {
            rise(at, last);
            sink(at, entries[at]);
        }
    }

    private void rise(int from, long entry) {
        int at = from;
        while (at > 0 && entries[(at - 1) >>> 1] > entry) {
            entries[at] = entries[(at - 1) >>> 1];
            at = (at - 1) >>> 1;
        }
        entries[at] = entry;
    }

    private void sink(int from, long entry) {
        int at = from;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && entries[child + 1] < entries[child]) {
                child++;
            }
            if (entries[child] >= entry) {
                break;
            }
            entries[at] = entries[child];
            at = child;
        }
        entries[at] = entry;
    }
}
