// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

/** Leaves the reading of a question that makes no sense; the gate answers it. */
final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Answer answer;

    Wrong(String parameter, String message) {
        super(message, null, false, false);
        this.answer = Answer.badParameter(parameter, message);
    }

    /** With another answer than a 400. */
    Wrong(Answer answer) {
        super("refused", null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
