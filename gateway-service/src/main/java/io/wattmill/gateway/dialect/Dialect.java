// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect;

/** One shape of API that is read from a body alone. Has no state; for any thread. */
public interface Dialect extends AnswerShape {

    /** Reads a request; {@code body} must not change afterwards. */
    Reading read(byte[] body);
}
