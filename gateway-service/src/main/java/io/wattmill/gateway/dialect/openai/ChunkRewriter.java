// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.openai;

import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.Splices;
import io.wattmill.gateway.wire.SseEvent;
import io.wattmill.gateway.wire.SseText;
import io.wattmill.gateway.wire.Text;
import io.wattmill.gateway.wire.WireJson;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what of an engine's chunk the client sees. Usage is always asked of the engine, and shown
 * only to a client that asked: per chunk when it wants continuous usage, at the end when it wants
 * usage.
 */
final class ChunkRewriter {

    private static final byte LF = '\n';

    private final boolean keepUsage;
    private final Optional<byte[]> model;

    /**
     * @param request what the client asked for
     * @param upstreamModel the name that the engine will write
     */
    ChunkRewriter(EngineRequest request, String upstreamModel) {
        keepUsage = request.streamOptions().continuousUsage();
        model =
                upstreamModel.equals(request.model())
                        ? Optional.empty()
                        : Optional.of(WireJson.string(request.model()));
    }

    /** The event as the client may see it; empty pieces when it must not. */
    List<Slice> rewrite(SseEvent event, EngineJson chunk) {
        if (chunk.isUsageOnly()) {
            return List.of();
        }
        Splices splices = new Splices(chunk.text());
        rename(splices, chunk);
        if (!keepUsage) {
            chunk.usageMember().ifPresent(splices::cut);
        }
        return splices.isEmpty() ? List.of(event.raw()) : SseText.event(oneLine(splices.slices()));
    }

    /** A whole answer under the name that the client used. */
    Slice rename(EngineJson answer) {
        Splices splices = new Splices(answer.text());
        rename(splices, answer);
        return splices.isEmpty() ? answer.text() : Slice.of(splices.join());
    }

    private void rename(Splices splices, EngineJson json) {
        if (model.isPresent() && json.model().isPresent()) {
            splices.replace(json.model().get(), model.get());
        }
    }

    /** JSON that came over several data lines goes out on one. */
    private static List<Slice> oneLine(List<Slice> pieces) {
        List<Slice> flat = new ArrayList<>(pieces.size());
        for (Slice piece : pieces) {
            flat.add(flat(piece));
        }
        return flat;
    }

    private static Slice flat(Slice piece) {
        for (int at = piece.from(); at < piece.to(); at++) {
            if (piece.bytes()[at] == LF) {
                return Slice.of(Text.ofLines(piece));
            }
        }
        return piece;
    }
}
