// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.twin.simulate.site.SiteLoad;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a load is, whatever its traces are called: SHA-256 over every request's arrival, lengths,
 * blocks and links, deployment by deployment.
 */
final class TraceFingerprint {
    private final MessageDigest digest;
    private final ByteBuffer word = ByteBuffer.allocate(Long.BYTES);

    private TraceFingerprint() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Hexadecimal, of the loads under this seed. */
    static String of(List<SiteLoad> loads, List<Trace> traces) {
        var print = new TraceFingerprint();
        for (int i = 0; i < loads.size(); i++) {
            print.digest.update(loads.get(i).deployment().getBytes(StandardCharsets.UTF_8));
            print.take(traces.get(i));
        }
        return HexFormat.of().formatHex(print.digest.digest());
    }

    private void take(Trace trace) {
        take(trace.requests().size());
        trace.requests().forEach(this::take);
        for (int i = 0; i < trace.chains().size(); i++) {
            take(trace.chains().after(i));
            take(trace.chains().waitUs(i));
        }
    }

    private void take(TraceRequest request) {
        take(request.arrivalUs());
        take(request.inputTokens());
        take(request.outputTokens());
        for (int i = 0; i < request.blocks().size(); i++) {
            take(request.blocks().at(i));
        }
    }

    private void take(long value) {
        digest.update(word.putLong(0, value).array());
    }
}
