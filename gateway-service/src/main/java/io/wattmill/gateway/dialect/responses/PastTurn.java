// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

/**
 * A response that another is built on.
 *
 * @param response the response object as it was kept
 * @param input the items that it answered, as they were kept
 */
@SuppressWarnings("ArrayRecordComponent") // documents to be read, not values to compare
public record PastTurn(byte[] response, byte[] input) {

    /** Bytes of it. */
    public int bytes() {
        return response.length + input.length;
    }
}
