// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

import java.util.Arrays;

/** Requests that wait, in order. Grows as needed; who asks bounds it. */
final class WaitingLine {
    private static final int FIRST_SIZE = 16;

    private int[] ring = new int[FIRST_SIZE];
    private int first;
    private int size;

    int size() {
        return size;
    }

    int first() {
        return ring[first];
    }

    int removeFirst() {
        int request = ring[first];
        first = first + 1 & ring.length - 1;
        size--;
        return request;
    }

    void addLast(int request) {
        growIfFull();
        ring[first + size++ & ring.length - 1] = request;
    }

    void addFirst(int request) {
        growIfFull();
        first = first - 1 & ring.length - 1;
        ring[first] = request;
        size++;
    }

    private void growIfFull() {
        if (size == ring.length) {
            int[] grown = Arrays.copyOfRange(ring, first, first + 2 * ring.length);
            System.arraycopy(ring, 0, grown, ring.length - first, first);
            ring = grown;
            first = 0;
        }
    }
}
