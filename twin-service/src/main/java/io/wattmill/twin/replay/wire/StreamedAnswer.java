// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.wire;

import io.wattmill.twin.replay.report.AnswerUsage;
import io.wattmill.twin.replay.report.ErrorClass;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A streamed answer while it comes in: when its tokens came, what usage it reported, whether it is
 * whole. Times are microseconds of whatever clock the caller has.
 */
public final class StreamedAnswer {

    private final EventDecoder decoder;
    private OptionalLong firstTokenUs = OptionalLong.empty();
    private OptionalLong doneUs = OptionalLong.empty();
    private Optional<AnswerUsage> usage = Optional.empty();
    private Optional<Broken> broken = Optional.empty();
    private long lastTokenUs;
    private long contentChunks;

    /** An answer whose events are at most {@code maxEventBytes} long. */
    public StreamedAnswer(int maxEventBytes) {
        this.decoder = new EventDecoder(maxEventBytes);
    }

    /** Why an answer can no longer become whole. */
    public record Broken(ErrorClass error, String message) {}

    /** Takes in what arrived at {@code nowUs}; answers how many chunks with content that was. */
    public long take(byte[] bytes, long nowUs) {
        long before = contentChunks;
        boolean fits = decoder.take(bytes, data -> on(EventParser.parse(data), nowUs));
        if (!fits) {
            breakOff(ErrorClass.EVENT_TOO_LONG, "an event is longer than the limit");
        }
        return contentChunks - before;
    }

    private void on(StreamEvent event, long nowUs) {
        if (isDone() || broken.isPresent()) {
            return;
        }
        switch (event) {
            case StreamEvent.Chunk chunk -> onChunk(chunk, nowUs);
            case StreamEvent.Failed failed -> breakOff(ErrorClass.STREAM_ERROR, failed.message());
            case StreamEvent.Done _ -> doneUs = OptionalLong.of(nowUs);
            case StreamEvent.Malformed malformed -> breakOff(ErrorClass.MALFORMED, malformed.why());
        }
    }

    private void onChunk(StreamEvent.Chunk chunk, long nowUs) {
        if (chunk.hasContent()) {
            contentChunks++;
            lastTokenUs = nowUs;
            firstTokenUs = OptionalLong.of(firstTokenUs.orElse(nowUs));
        }
        usage = chunk.usage().or(() -> usage);
    }

    private void breakOff(ErrorClass error, String message) {
        broken = broken.or(() -> Optional.of(new Broken(error, message)));
    }

    /**
     * Whether {@code [DONE]} came: the client has the whole answer, whatever happens to the
     * connection.
     */
    public boolean isDone() {
        return doneUs.isPresent();
    }

    /** When {@code [DONE]} came. */
    public OptionalLong doneUs() {
        return doneUs;
    }

    /** Why the answer is lost, when it is. */
    public Optional<Broken> broken() {
        return broken;
    }

    /** When the first content came. */
    public OptionalLong firstTokenUs() {
        return firstTokenUs;
    }

    /** When the last content came; meaningless before the first. */
    public long lastTokenUs() {
        return lastTokenUs;
    }

    /** Chunks with content so far; engines that send a token per chunk make this the tokens. */
    public long contentChunks() {
        return contentChunks;
    }

    /** The newest usage that the server reported. */
    public Optional<AnswerUsage> usage() {
        return usage;
    }
}
