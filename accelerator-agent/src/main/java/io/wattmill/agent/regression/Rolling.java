// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

/**
 * The last few windows as one. Counters move at the end of a step and power does not, so at both
 * ends of a window some work is counted on the wrong side; what one window has too much its
 * neighbour lacks, and in their sum only the outer ends are left.
 */
final class Rolling {

    private final Window[] last;
    private int next;
    private int count;

    /** Of so many windows. */
    Rolling(int windows) {
        this.last = new Window[windows];
    }

    /** The sum of this window and the ones before it. */
    Window with(Window window) {
        last[next] = window;
        next = (next + 1) % last.length;
        count = Math.min(count + 1, last.length);
        Window sum = window;
        for (int back = 2; back <= count; back++) {
            sum = sum.plus(last[(next - back + last.length) % last.length]);
        }
        return sum;
    }
}
