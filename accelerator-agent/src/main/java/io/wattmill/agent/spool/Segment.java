// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import io.wattmill.agent.buffer.Frames;
import io.wattmill.agent.buffer.Frames.Frame;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A file of frames.
 *
 * @param items how many items it holds
 * @param lastId of its last item, 0 when it holds none
 */
record Segment(Path file, long items, long lastId, long bytes) {

    /** Hands on the whole frames of the file, one after the other, until one is not taken. */
    void read(Predicate<Frame> taker) throws IOException {
        read(file, taker);
    }

    /** Likewise of a file; however long it is, one frame of it is in memory. */
    static void read(Path file, Predicate<Frame> taker) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Optional<Frame> frame = Frames.next(in);
            while (frame.isPresent() && taker.test(frame.get())) {
                frame = Frames.next(in);
            }
        }
    }
}
