// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

/** The running sequences of one engine in order of admission, linked through the table's rows. */
final class RunningList {
    /** No request. */
    static final int NONE = -1;

    private final int[] next;
    private final int[] previous;
    private int head = NONE;
    private int tail = NONE;
    private int size;

    RunningList(RequestTable requests) {
        next = requests.next;
        previous = requests.previous;
    }

    int size() {
        return size;
    }

    int first() {
        return head;
    }

    int last() {
        return tail;
    }

    int after(int request) {
        return next[request];
    }

    void append(int request) {
        previous[request] = tail;
        next[request] = NONE;
        if (tail == NONE) {
            head = request;
        } else {
            next[tail] = request;
        }
        tail = request;
        size++;
    }

    void remove(int request) {
        int before = previous[request];
        int after = next[request];
        if (before == NONE) {
            head = after;
        } else {
            next[before] = after;
        }
        if (after == NONE) {
            tail = before;
        } else {
            previous[after] = before;
        }
        size--;
    }
}
