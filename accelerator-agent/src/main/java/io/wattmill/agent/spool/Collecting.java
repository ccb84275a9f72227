// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import io.wattmill.agent.buffer.Frames.Frame;
import io.wattmill.agent.buffer.Kept;

import java.util.ArrayList;
import java.util.List;

/** Items as they are read, within bounds. */
final class Collecting {

    /** Of payloads at once, however many they are: an agent has a heap of 64 MiB. */
    private static final long MOST_BYTES = 4 << 20;

    private final long after;
    private final long upTo;
    private final int limit;
    private final List<Frame> frames = new ArrayList<>();
    private long bytes;

    /** Wants ids behind {@code after}, up to {@code upTo}. */
    Collecting(long after, long upTo, int limit) {
        this.after = after;
        this.upTo = upTo;
        this.limit = limit;
    }

    /** Takes a frame if it is wanted; false when none behind it is. */
    boolean take(Frame frame) {
        if (!frame.mark() && frame.id() > after && frame.id() <= upTo) {
            frames.add(frame);
            bytes += frame.payload().length;
        }
        return !isFull() && (frame.mark() || frame.id() <= upTo);
    }

    boolean isFull() {
        return frames.size() >= limit || bytes >= MOST_BYTES;
    }

    int size() {
        return frames.size();
    }

    /** Takes back what came behind the first {@code size}. */
    void cut(int size) {
        frames.subList(size, frames.size()).clear();
        bytes = frames.stream().mapToLong(frame -> frame.payload().length).sum();
    }

    /** What was taken, as the run {@code own} sees it. */
    Spool.Batch batch(long own) {
        List<Kept<byte[]>> items =
                frames.stream()
                        .map(frame -> new Kept<>(Ids.position(frame.id(), own), frame.payload()))
                        .toList();
        return new Spool.Batch(items, !isFull());
    }
}
