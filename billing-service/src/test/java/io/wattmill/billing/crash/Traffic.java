// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Everyone who speaks to billing, each on a thread of its own. */
final class Traffic {

    private static final int GATEWAYS = 3;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long FINISH_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final List<Gateway> gateways = new ArrayList<>();
    private final List<Agent> agents = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final AtomicLong failures = new AtomicLong();
    private final Office office;
    private volatile Gateway.Oddity oddity = Gateway.Oddity.USUAL;

    /**
     * Clients of new books.
     *
     * @param name what gateways' names begin with; they have journals of their own
     */
    Traffic(String name, Site site, AckLog log, Random chance) {
        for (int i = 0; i < GATEWAYS; i++) {
            String id = name + "-gateway-" + i;
            gateways.add(new Gateway(id, site, log, new Random(chance.nextLong()), () -> oddity));
        }
        for (int i = 0; i < Agent.NODES; i++) {
            agents.add(new Agent(i, site, log));
        }
        clients.addAll(gateways);
        clients.addAll(agents);
        office = new Office(site, log, new Random(chance.nextLong()));
        clients.add(office);
    }

    /** Sets up new books. */
    void open() throws InterruptedException {
        office.open();
    }

    /** The ledger as lines of text. */
    String dump() throws InterruptedException {
        return office.dump();
    }

    /** How odd gateways are from now on. */
    void oddity(Gateway.Oddity other) {
        oddity = other;
    }

    /** As after a restored backup: what was acknowledged is to be sent again. */
    void rewind() {
        gateways.forEach(Gateway::rewind);
        agents.forEach(Agent::rewind);
    }

    /** Steps that did not work out: a fault that nobody notices shows nothing. */
    long failures() {
        return failures.get();
    }

    /** What is done while they speak. */
    @FunctionalInterface
    interface Meanwhile {
        void run() throws Exception;
    }

    /** Has them speak until something else is done, and then until nothing is left to be done. */
    void during(Meanwhile meanwhile) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<Throwable> broken = new AtomicReference<>(new Throwable("none"));
        Throwable none = broken.get();
        List<Thread> threads =
                clients.stream()
                        .map(
                                client ->
                                        Thread.ofPlatform()
                                                .daemon()
                                                .uncaughtExceptionHandler((_, e) -> broken.set(e))
                                                .start(() -> speak(client, over)))
                        .toList();
        try {
            meanwhile.run();
        } finally {
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        if (broken.get() != none) {
            throw new AssertionError("a client broke", broken.get());
        }
    }

    private void speak(Client client, AtomicBoolean over) {
        try {
            while (!over.get()) {
                pauseUnless(client.step());
            }
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (!client.finish()) {
                LockSupport.parkNanos(FINISH_NANOS);
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("not acknowledged within " + LIMIT);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            client.close();
        }
    }

    private void pauseUnless(boolean done) {
        if (!done) {
            failures.incrementAndGet();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
