// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import io.wattmill.agent.buffer.Frames;
import io.wattmill.agent.buffer.Frames.Frame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of frames.
 *
 * @param items how many items it holds
 * @param lastId of its last item, 0 when it holds none
 */
record Segment(Path file, long items, long lastId, long bytes) {

    /** The whole frames of the file. */
    List<Frame> frames() throws IOException {
        return frames(file);
    }

    /** The whole frames of a file. */
    static List<Frame> frames(Path file) throws IOException {
        return Frames.read(Files.readAllBytes(file));
    }
}
