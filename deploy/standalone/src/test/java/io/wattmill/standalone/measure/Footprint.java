// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import com.sun.management.ThreadMXBean;

import io.netty.util.internal.PlatformDependent;

import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * What a process keeps in memory.
 *
 * @param heapBytes live objects: what the heap holds after a collection
 * @param directBytes memory beside the heap that Netty has taken
 * @param threads how many live
 */
record Footprint(long heapBytes, long directBytes, int threads) {

    static final String ASK = "footprint";

    /** Of this process. */
    static Footprint own() {
        System.gc();
        return new Footprint(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                PlatformDependent.usedDirectMemory(),
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    /** Bytes that all threads of this process have allocated since it began. */
    static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    /** What this process answers: to {@link #ASK} its footprint, to all else what it allocated. */
    static Object[] answer(String asked) {
        return asked.equals(ASK) ? own().words() : new Object[] {allocated()};
    }

    /** As one process tells it another. */
    Object[] words() {
        return new Object[] {heapBytes, directBytes, threads};
    }

    static Footprint of(List<String> words) {
        return new Footprint(
                Long.parseLong(words.get(0)),
                Long.parseLong(words.get(1)),
                Integer.parseInt(words.get(2)));
    }
}
