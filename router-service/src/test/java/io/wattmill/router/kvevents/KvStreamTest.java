// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.kvevents.EngineModel.Batch;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

class KvStreamTest {
    private static final int EVER = Integer.MAX_VALUE;

    private final HeldBlocks held = new HeldBlocks();
    private KvStream stream = new KvStream(SampleLimits.wide());
    private EngineModel engine = new EngineModel(new Random(7), EVER);

    private OptionalLong live(Batch batch) {
        OptionalLong wanted = stream.live(batch.number(), batch.payload());
        stream.cache().takeChanges().tell(held, 0);
        return wanted;
    }

    /** Replays until none is wanted any more; a socket that is full drops some, never the first. */
    private void replay(OptionalLong from, Random drops, int dropPercent) {
        OptionalLong wanted = from;
        for (int round = 0; wanted.isPresent(); round++) {
            assertTrue(round < 200, "replays without end");
            int sent = 0;
            for (Batch batch : engine.replay(wanted.getAsLong())) {
                if (sent++ < 2 || drops.nextInt(100) >= dropPercent) {
                    stream.replayed(batch.number(), batch.payload());
                }
            }
            wanted = stream.replayEnded();
            stream.cache().takeChanges().tell(held, 0);
        }
    }

    private void replay(OptionalLong from) {
        replay(from, new Random(0), 0);
    }

    private List<Batch> act(int times) {
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            batches.add(engine.act());
        }
        return batches;
    }

    private long count(Tally what) {
        return stream.tallies().take(what);
    }

    private void assertExact() {
        assertEquals(engine.names(), held.blocks().keySet());
    }

    @Test
    void a_router_that_comes_late_learns_what_was_before_it() {
        act(50);
        replay(stream.connected());
        assertExact();
    }

    @Test
    void what_was_missed_is_asked_for_again_while_what_comes_waits() {
        replay(stream.connected());
        act(10).forEach(this::live);
        act(5);
        OptionalLong wanted = live(engine.act());
        assertEquals(OptionalLong.of(9), wanted);
        assertEquals(OptionalLong.empty(), live(engine.act()));
        replay(wanted);
        assertExact();
        assertEquals(1, count(Tally.GAPS));
        assertEquals(0, count(Tally.GONE));
    }

    @Test
    void what_comes_twice_counts_once() {
        replay(stream.connected());
        List<Batch> batches = act(10);
        batches.forEach(this::live);
        live(batches.getLast());
        assertExact();
        assertEquals(1, count(Tally.OLD));
        assertEquals(0, count(Tally.RESTARTS));
    }

    @Test
    void what_cannot_be_had_any_more_makes_the_rest_unknown() {
        engine = new EngineModel(new Random(3), 4);
        replay(stream.connected());
        act(10).forEach(this::live);
        act(20);
        replay(live(engine.act()));
        assertEquals(1, count(Tally.GONE));
        assertTrue(engine.names().containsAll(held.blocks().keySet()));
    }

    @Test
    void an_engine_that_counts_anew_has_begun_anew() {
        replay(stream.connected());
        act(10).forEach(this::live);
        engine.restart();
        replay(live(engine.act()));
        act(5).forEach(this::live);
        assertExact();
        assertEquals(1, count(Tally.RESTARTS));
    }

    @Test
    void another_engine_behind_the_same_address_is_known_by_what_it_replays() {
        replay(stream.connected());
        act(10).forEach(this::live);
        engine.restart();
        act(30);
        replay(stream.connected());
        assertExact();
        assertEquals(1, count(Tally.RESTARTS));
    }

    @Test
    void an_engine_that_tells_nothing_again_is_forgotten_at_each_gap() {
        stream.connected();
        stream.replayLost();
        act(10).forEach(this::live);
        act(1);
        Batch behind = engine.act();
        live(behind);
        assertEquals(OptionalLong.empty(), stream.replayLost());
        stream.cache().takeChanges().tell(held, 0);
        assertEquals(1, count(Tally.GONE));
        assertTrue(engine.names().containsAll(held.blocks().keySet()));
        assertEquals(OptionalLong.empty(), live(engine.act()));
    }

    @Test
    void changes_that_nobody_took_are_told_again_from_the_beginning() {
        replay(stream.connected());
        for (Batch batch : act(10)) {
            stream.live(batch.number(), batch.payload());
        }
        stream.cache().takeChanges();
        replay(stream.overflowed());
        assertExact();
    }

    /** After any mishap and one good replay the index says what the engine has. */
    @Property(tries = 400)
    void the_index_is_what_the_engine_has(@ForAll long seed) {
        Random random = new Random(seed);
        stream = new KvStream(new EventLimits(1 << 20, 9, 99, 999, 2, 9999, 5, 9999));
        engine = new EngineModel(random, EVER);
        held.blocks().clear();
        replay(stream.connected(), random, 30);
        for (int i = 0; i < 150; i++) {
            mishap(random);
        }
        replay(stream.connected());
        assertExact();
        assertEquals(held.blocks().size(), stream.cache().blocks());
    }

    private void mishap(Random random) {
        switch (random.nextInt(30)) {
            case 0 -> {
                engine.restart();
                replay(stream.connected(), random, 30);
            }
            case 1, 2, 3, 4 -> engine.act();
            case 5 -> {
                OptionalLong wanted = stream.connected();
                act(random.nextInt(9)).forEach(this::live);
                replay(wanted, random, 30);
            }
            case 6 -> replay(stream.overflowed(), random, 30);
            default -> replay(live(engine.act()), random, 30);
        }
    }

    /** With a short memory less may be known, and nothing that is not so. */
    @Property(tries = 200)
    void the_index_never_keeps_what_the_engine_has_not(@ForAll long seed) {
        Random random = new Random(seed);
        stream = new KvStream(SampleLimits.wide());
        engine = new EngineModel(random, 1 + random.nextInt(6));
        held.blocks().clear();
        replay(stream.connected());
        for (int i = 0; i < 150; i++) {
            mishap(random);
        }
        replay(stream.connected());
        assertTrue(engine.names().containsAll(held.blocks().keySet()));
    }

    @Property(tries = 2000)
    void no_bytes_make_it_throw(@ForAll byte[] bytes) {
        stream.live(0, bytes);
        stream.replayed(0, bytes);
        assertTrue(stream.cache().blocks() <= bytes.length);
    }

    /** Bytes that are nearly a batch get further than random ones. */
    @Property(tries = 2000)
    void no_damaged_batch_makes_it_throw(@ForAll long seed) {
        Random random = new Random(seed);
        engine = new EngineModel(random, EVER);
        for (Batch batch : act(5)) {
            byte[] bytes = batch.payload().clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            stream.live(batch.number(), bytes);
        }
        assertTrue(stream.cache().blocks() <= 100);
    }
}
