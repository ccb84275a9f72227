// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvlink;

import io.wattmill.kit.time.Ticker;
import io.wattmill.router.told.Heard;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZContext;
import org.zeromq.ZMQ.Poller;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The one thread that has all the sockets: ZeroMQ's may not be shared. */
final class KvReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(KvReader.class);

    /** New sources are looked for so often when nothing comes. */
    private static final long POLL_MS = 50;

    private final KvLinkRules rules;
    private final HandOver handOver;
    private final KvMetrics metrics;
    private final Ticker ticker;
    private final Supplier<Set<KvSource>> wanted;
    private final Map<KvSource, KvLine> lines = new LinkedHashMap<>();

    /** Sources that failed, and until when they are left alone. */
    private final Map<KvSource, Long> resting = new HashMap<>();

    private Set<KvSource> followed = Set.of();

    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean closed;

    /**
     * @param wanted the sources to follow, from any thread
     */
    KvReader(
            KvLinkRules rules,
            HandOver handOver,
            KvMetrics metrics,
            Ticker ticker,
            Supplier<Set<KvSource>> wanted) {
        this.rules = rules;
        this.handOver = handOver;
        this.metrics = metrics;
        this.ticker = ticker;
        this.wanted = wanted;
    }

    /** Ends the thread soon. */
    CompletionStage<Void> close() {
        closed = true;
        return ended;
    }

    @Override
    public void run() {
        try (ZContext context = new ZContext();
                Poller poller = context.createPoller(rules.maxStreams())) {
            context.setLinger(0);
            while (!closed) {
                reconcile(context, poller);
                poller.poll(POLL_MS);
                turn();
            }
            lines.values().forEach(KvLine::close);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("KV events are followed no more");
            lines.keySet().forEach(handOver::ended);
        } finally {
            ended.complete(null);
        }
    }

    private void reconcile(ZContext context, Poller poller) {
        Set<KvSource> now = wanted.get();
        if (now != followed) {
            followed = now;
            resting.keySet().retainAll(now);
            closeUnless(now);
        }
        for (KvSource source : now) {
            if (!lines.containsKey(source) && isRested(source)) {
                open(source, context, poller);
            }
        }
    }

    private void closeUnless(Set<KvSource> now) {
        for (Iterator<KvLine> all = lines.values().iterator(); all.hasNext(); ) {
            KvLine line = all.next();
            if (!now.contains(line.source())) {
                all.remove();
                line.close();
            }
        }
    }

    private boolean isRested(KvSource source) {
        Long until = resting.get(source);
        return until == null || ticker.nanos() - until >= 0;
    }

    private void open(KvSource source, ZContext context, Poller poller) {
        if (lines.size() >= rules.maxStreams()) {
            metrics.tooManyStreams();
            handOver.heard(source, Heard.blind("more streams than router.kv-events.max-streams"));
            rest(source);
            return;
        }
        try {
            KvLine line = new KvLine(source, rules, handOver, context, poller, ticker.nanos());
            lines.put(source, line);
        } catch (RuntimeException e) {
            failed(source, e);
        }
    }

    private void failed(KvSource source, RuntimeException e) {
        LOG.atWarn()
                .addKeyValue("engine", source.engine())
                .addKeyValue("endpoint", source.events())
                .setCause(e)
                .log("KV events of an engine cannot be followed; they are tried again later");
        rest(source);
    }

    private void rest(KvSource source) {
        resting.put(source, ticker.nanos() + rules.reconnectMost().toNanos());
    }

    private void turn() {
        long known = 0;
        for (Iterator<KvLine> all = lines.values().iterator(); all.hasNext(); ) {
            KvLine line = all.next();
            if (!turned(line)) {
                all.remove();
                line.close();
            }
            metrics.count(line.stream());
            known += line.stream().cache().blocks();
        }
        metrics.totals(lines.size(), known);
    }

    private boolean turned(KvLine line) {
        try {
            line.turn(ticker.nanos());
            return true;
        } catch (RuntimeException e) {
            failed(line.source(), e);
            return false;
        }
    }
}
