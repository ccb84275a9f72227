// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

class FeedTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<Integer> received = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> end = new AtomicReference<>("");

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    private Feed<Integer> consumedFeed(int capacity) {
        Feed<Integer> feed = Feed.of(vertx, capacity);
        feed.endHandler(_ -> end.set("ended"));
        feed.exceptionHandler(e -> end.set("failed " + e.getMessage()));
        feed.handler(received::add);
        return feed;
    }

    @Test
    void deliversInOrderAndEndsAfterTheLastElement() {
        Feed<Integer> feed = consumedFeed(1_000);
        IntStream.range(0, 500).forEach(feed::offer);
        feed.end();
        Await.until(() -> "ended".equals(end.get()), "the end");
        assertEquals(IntStream.range(0, 500).boxed().toList(), received);
    }

    @Test
    void refusesWhatAPausedConsumerCannotHold() {
        Feed<Integer> feed = consumedFeed(2);
        feed.pause();
        assertTrue(feed.offer(1));
        assertTrue(feed.offer(2));
        assertFalse(feed.offer(3));
        feed.fetch(1);
        Await.until(() -> received.equals(List.of(1)), "one element");
        assertTrue(feed.offer(4));
        feed.resume();
        Await.until(() -> received.equals(List.of(1, 2, 4)), "the rest");
    }

    @Test
    void failsAfterWhatWaits() {
        Feed<Integer> feed = consumedFeed(10);
        feed.offer(1);
        feed.fail(new IllegalStateException("lost"));
        assertFalse(feed.offer(2));
        Await.until(() -> "failed lost".equals(end.get()), "the failure");
        assertEquals(List.of(1), received);
    }

    @Test
    void keepsWhatComesBeforeAHandler() {
        Feed<Integer> feed = Feed.of(vertx, 4);
        feed.offer(7);
        feed.handler(received::add);
        Await.until(() -> received.equals(List.of(7)), "the early element");
    }
}
