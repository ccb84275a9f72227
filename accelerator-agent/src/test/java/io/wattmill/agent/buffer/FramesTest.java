// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class FramesTest {

    /** A file of frames, where each ends, and what is in it; an empty payload is a mark's. */
    private record Written(byte[] file, List<Integer> ends, List<byte[]> payloads) {

        static Written of(List<Integer> sizes, long seed) {
            Random random = new Random(seed);
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            List<Integer> ends = new ArrayList<>();
            List<byte[]> payloads = new ArrayList<>();
            for (int size : sizes) {
                byte[] payload = new byte[size];
                random.nextBytes(payload);
                payloads.add(payload);
                file.writeBytes(
                        size == 0
                                ? Frames.mark(payloads.size()).array()
                                : Frames.item(payloads.size(), payload).array());
                ends.add(file.size());
            }
            return new Written(file.toByteArray(), ends, payloads);
        }

        long wholeIn(int bytes) {
            return ends.stream().filter(end -> end <= bytes).count();
        }
    }

    @Property(tries = 300)
    void aFileThatEndsAnywhereGivesTheWholeFramesBeforeThatAndNothingElse(
            @ForAll @Size(max = 8) List<@IntRange(max = 40) Integer> sizes, @ForAll long seed) {
        Written written = Written.of(sizes, seed);
        for (int cut = 0; cut <= written.file().length; cut++) {
            List<Frames.Frame> frames = read(Arrays.copyOf(written.file(), cut));
            assertEquals(written.wholeIn(cut), frames.size());
            for (int i = 0; i < frames.size(); i++) {
                assertEquals(i + 1, frames.get(i).id());
                assertEquals(written.payloads().get(i).length == 0, frames.get(i).mark());
                assertArrayEquals(written.payloads().get(i), frames.get(i).payload());
            }
        }
    }

    private static List<Frames.Frame> read(byte[] file) {
        List<Frames.Frame> frames = new ArrayList<>();
        try {
            InputStream in = new ByteArrayInputStream(file);
            Optional<Frames.Frame> frame = Frames.next(in);
            while (frame.isPresent()) {
                frames.add(frame.get());
                frame = Frames.next(in);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return frames;
    }

    @Property(tries = 300)
    void aByteThatChangedEndsTheFileThere(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 40) Integer> sizes,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 255) int change) {
        Written written = Written.of(sizes, seed);
        int at = (int) Math.floorMod(seed, (long) written.file().length);
        byte[] harmed = written.file().clone();
        harmed[at] ^= (byte) change;

        List<Frames.Frame> frames = read(harmed);
        assertTrue(frames.size() <= written.wholeIn(at), "a frame with a changed byte was read");
        for (int i = 0; i < frames.size(); i++) {
            assertArrayEquals(written.payloads().get(i), frames.get(i).payload());
        }
    }
}
