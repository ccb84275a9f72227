// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

/**
 * A kind of failure, as a report names it. There is one per HTTP status and a handful more, so the
 * number of kinds is bounded.
 *
 * @param label lower case, words joined by underscores
 */
public record ErrorClass(String label) implements Comparable<ErrorClass> {

    /** No connection could be made. */
    public static final ErrorClass CONNECT = new ErrorClass("connect");

    /** No connection within the connect timeout. */
    public static final ErrorClass CONNECT_TIMEOUT = new ErrorClass("connect_timeout");

    /** The connection ended before an answer began. */
    public static final ErrorClass CONNECTION_CLOSED = new ErrorClass("connection_closed");

    /** No first token within its timeout. */
    public static final ErrorClass FIRST_TOKEN_TIMEOUT = new ErrorClass("first_token_timeout");

    /** Nothing for too long in the middle of an answer. */
    public static final ErrorClass IDLE_TIMEOUT = new ErrorClass("idle_timeout");

    /** The whole request took too long. */
    public static final ErrorClass TOTAL_TIMEOUT = new ErrorClass("total_timeout");

    /** The answer ended without {@code [DONE]}. */
    public static final ErrorClass TRUNCATED = new ErrorClass("truncated");

    /** The server ended the answer with an error event. */
    public static final ErrorClass STREAM_ERROR = new ErrorClass("stream_error");

    /** The answer is not what the API promises. */
    public static final ErrorClass MALFORMED = new ErrorClass("malformed");

    /** One event of the answer was longer than the limit. */
    public static final ErrorClass EVENT_TOO_LONG = new ErrorClass("event_too_long");

    /** The run was stopped while the request was in flight. */
    public static final ErrorClass STOPPED = new ErrorClass("stopped");

    /** Anything else that went wrong with the connection. */
    public static final ErrorClass IO = new ErrorClass("io");

    /** The server answered with that status instead of a stream. */
    public static ErrorClass status(int status) {
        return new ErrorClass("http_" + status);
    }

    @Override
    public int compareTo(ErrorClass other) {
        return label.compareTo(other.label);
    }
}
