// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.servegen;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.Chance;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * All clients of a service. Prompts share nothing: the published data do not say what they would.
 *
 * @param clients in a fixed order
 */
public record ServeGenLoad(List<ServeGenClient> clients) {
    /** Length of a window of rates. */
    public static final int WINDOW_SECONDS = 600;

    private static final long CLIENT_STRIDE = 0x9E3779B97F4A7C15L;

    /** Copies its clients. */
    public ServeGenLoad {
        clients = List.copyOf(clients);
    }

    /** A request before its place is known. */
    private record Draft(double second, int input, int output) {}

    /**
     * Requests of a part of the day. A client's draws depend on nothing but the seed, its place and
     * the window, so a part is the same whether the rest is asked for or not.
     *
     * @param fromSecond of the day; windows that begin earlier are left out
     * @param scale factor on every rate
     * @param count at most so many; the day may end before
     */
    public Trace trace(long seed, int fromSecond, double scale, int count) {
        List<TraceRequest> requests = new ArrayList<>();
        long nextBlock = 0;
        for (int start : starts(fromSecond)) {
            for (Draft draft : window(seed, start, scale)) {
                if (requests.size() == count) {
                    return named(seed, fromSecond, requests);
                }
                int blocks = BlockIds.blocksOf(draft.input());
                requests.add(
                        new TraceRequest(
                                requests.size(),
                                (long) ((draft.second() - fromSecond) * 1e6),
                                draft.input(),
                                draft.output(),
                                BlockIds.consecutive(nextBlock, blocks)));
                nextBlock += blocks;
            }
        }
        return named(seed, fromSecond, requests);
    }

    private static Trace named(long seed, int fromSecond, List<TraceRequest> requests) {
        return new Trace("servegen, from second " + fromSecond + ", seed " + seed, requests);
    }

    private TreeSet<Integer> starts(int fromSecond) {
        TreeSet<Integer> starts = new TreeSet<>();
        for (ServeGenClient client : clients) {
            client.windows().stream()
                    .map(RateWindow::startSeconds)
                    .filter(start -> start >= fromSecond)
                    .forEach(starts::add);
        }
        return starts;
    }

    private List<Draft> window(long seed, int start, double scale) {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            Chance chance = new Chance(seed + (i + 1) * CLIENT_STRIDE ^ (long) start << 20);
            ServeGenClient client = clients.get(i);
            for (RateWindow window : client.windows()) {
                if (window.startSeconds() == start && window.perSecond() > 0) {
                    add(client, window, scale, chance, drafts);
                }
            }
        }
        drafts.sort(Comparator.comparingDouble(Draft::second));
        return drafts;
    }

    private static void add(
            ServeGenClient client,
            RateWindow window,
            double scale,
            Chance chance,
            List<Draft> drafts) {
        ServeGenClient.Lengths lengths = client.lengthsAt(window.startSeconds());
        for (double at : window.arrivals(WINDOW_SECONDS, scale, chance)) {
            drafts.add(
                    new Draft(
                            window.startSeconds() + at,
                            lengths.input().draw(chance),
                            lengths.output().draw(chance)));
        }
    }
}
