// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.testing;

import io.vertx.core.Future;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting on conditions from a test's thread. Nothing here waits longer than it must. */
public final class Await {

    /**
     * Longest wait of a test that names no other: for a machine that is full of other builds, or
     * stands still for a while.
     */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private static final long POLL_NANOS = 2_000_000L;

    private Await() {}

    /** The result, or an exception that carries the failure. */
    public static <T> T await(Future<T> future) {
        return await(future, LIMIT);
    }

    /** As {@link #await(Future)} with another limit. */
    public static <T> T await(Future<T> future, Duration limit) {
        try {
            return future.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no result within " + limit, e);
        }
    }

    /**
     * Returns once the condition holds; fails with {@code what} when it does not within the limit.
     */
    public static void until(BooleanSupplier condition, String what) {
        until(condition, what, LIMIT);
    }

    /** As {@link #until(BooleanSupplier, String)} with another limit. */
    public static void until(BooleanSupplier condition, String what, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
