// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvlink;

import io.wattmill.router.kvevents.BlockChanges;
import io.wattmill.router.kvevents.KvStream;
import io.wattmill.router.told.Heard;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import org.zeromq.ZMQ.Poller;
import org.zeromq.ZMQ.Socket;
import org.zeromq.ZMonitor;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/** The sockets of one source and the stream that understands them. On the reader's thread. */
final class KvLine implements AutoCloseable {
    private static final int LIVE_PER_TURN = 64;
    private static final int REPLAYED_PER_TURN = 512;
    private static final int LIVE_FRAMES = 3;
    private static final int BEATS_BEFORE_CUT = 3;
    private static final int REPLAY_TRIES = 3;

    private final KvSource source;
    private final KvLinkRules rules;
    private final HandOver handOver;
    private final ZContext context;
    private final Poller poller;
    private final Socket socket;
    private final KvStream stream;

    /** Set by a thread of ZeroMQ's own. */
    private final AtomicBoolean connected = new AtomicBoolean();

    private volatile boolean cut = true;
    private Heard heard = Heard.NOT_YET;
    private OptionalLong wanted = OptionalLong.empty();
    private long asked;
    private int unanswered;
    private Optional<ReplayLine> replay = Optional.empty();
    private long replayDeadline;
    private long replayNotBefore;

    KvLine(
            KvSource source,
            KvLinkRules rules,
            HandOver handOver,
            ZContext context,
            Poller poller,
            long nowNanos) {
        this.source = source;
        this.rules = rules;
        this.handOver = handOver;
        this.context = context;
        this.poller = poller;
        this.replayNotBefore = nowNanos;
        stream = new KvStream(rules.events());
        socket = context.createSocket(SocketType.SUB);
        connect();
    }

    private void connect() {
        socket.setLinger(0);
        socket.setRcvHWM(rules.queuedBatches());
        socket.setMaxMsgSize(rules.events().payloadBytes());
        socket.setHandshakeIvl(Math.toIntExact(rules.replayTimeout().toMillis()));
        socket.setReconnectIVL(rules.reconnect().toMillis());
        socket.setReconnectIVLMax(rules.reconnectMost().toMillis());
        int heartbeatMs = Math.toIntExact(rules.heartbeat().toMillis());
        socket.setHeartbeatIvl(heartbeatMs);
        socket.setHeartbeatTimeout(BEATS_BEFORE_CUT * heartbeatMs);
        socket.setEventHook(this::happened, ZMQ.EVENT_CONNECTED | ZMQ.EVENT_DISCONNECTED);
        socket.subscribe(ZMQ.SUBSCRIPTION_ALL);
        socket.connect(source.events());
        poller.register(socket, Poller.POLLIN);
    }

    private void happened(ZEvent event) {
        boolean lost = event.getEvent() == ZMonitor.Event.DISCONNECTED;
        // In this order: who sees that it is not cut sees that it was connected, too.
        connected.compareAndSet(false, !lost);
        cut = lost;
    }

    KvSource source() {
        return source;
    }

    KvStream stream() {
        return stream;
    }

    /** Reads what came, asks for what was missed, and hands over what changed. */
    void turn(long nowNanos) {
        if (connected.getAndSet(false)) {
            want(stream.connected());
        }
        tellHeard();
        readReplay(nowNanos);
        readLive();
        askWhenDue(nowNanos);
        handOver();
        tellHeard();
    }

    /** Of what became worse before more is read, of what became better when it is handed over. */
    private void tellHeard() {
        Heard now = heardNow();
        if (!now.equals(heard)) {
            heard = now;
            handOver.heard(source, now);
        }
    }

    private Heard heardNow() {
        if (cut || connected.get()) {
            return Heard.blind("no connection to " + source.events());
        }
        if (stream.isBehind()) {
            return Heard.blind("asks again for what was missed");
        }
        return stream.cache().isWhole() ? Heard.EXACTLY : Heard.PARTLY;
    }

    private void want(OptionalLong from) {
        if (from.isPresent()) {
            wanted = from;
            endReplay();
        }
    }

    private void readLive() {
        for (int i = 0; i < LIVE_PER_TURN; i++) {
            List<byte[]> frames = Frames.receive(socket);
            if (frames.isEmpty()) {
                return;
            }
            if (frames.size() == LIVE_FRAMES && Frames.number(frames.get(1)) >= 0) {
                want(stream.live(Frames.number(frames.get(1)), frames.get(2)));
            } else {
                stream.unreadable();
            }
        }
    }

    private void readReplay(long nowNanos) {
        for (int i = 0; i < REPLAYED_PER_TURN && replay.isPresent(); i++) {
            List<byte[]> frames = replay.get().next();
            if (frames.isEmpty()) {
                lateReplay(nowNanos);
                return;
            }
            replayDeadline = nowNanos + rules.replayTimeout().toNanos();
            unanswered = 0;
            replayed(frames);
        }
    }

    private void replayed(List<byte[]> frames) {
        long number = Frames.number(frames.getFirst());
        if (number >= 0 && frames.size() > 1) {
            stream.replayed(number, frames.get(1));
        } else {
            endReplay();
            want(stream.replayEnded());
        }
    }

    private void lateReplay(long nowNanos) {
        if (nowNanos - replayDeadline < 0) {
            return;
        }
        endReplay();
        boolean again = unanswered > 0 && unanswered < REPLAY_TRIES;
        want(again ? OptionalLong.of(asked) : stream.replayLost());
    }

    private void askWhenDue(long nowNanos) {
        if (wanted.isEmpty() || nowNanos - replayNotBefore < 0) {
            return;
        }
        long from = wanted.getAsLong();
        wanted = OptionalLong.empty();
        unanswered = from == asked ? unanswered + 1 : 1;
        asked = from;
        replayNotBefore = nowNanos + rules.replayPause().toNanos();
        source.replay()
                .ifPresentOrElse(
                        address -> ask(address, from, nowNanos), () -> want(stream.replayLost()));
    }

    private void ask(String address, long from, long nowNanos) {
        ReplayLine line = new ReplayLine(context, poller, address, rules);
        line.ask(from);
        replay = Optional.of(line);
        replayDeadline = nowNanos + rules.replayTimeout().toNanos();
    }

    private void endReplay() {
        replay.ifPresent(ReplayLine::close);
        replay = Optional.empty();
    }

    private void handOver() {
        BlockChanges changes = stream.cache().takeChanges();
        if (changes.count() > 0 && !handOver.offer(source, stream.cache().blockTokens(), changes)) {
            want(stream.overflowed());
        }
    }

    @Override
    public void close() {
        endReplay();
        poller.unregister(socket);
        context.destroySocket(socket);
        handOver.ended(source);
    }
}
