// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

/**
 * A response as it is kept.
 *
 * @param id under which it is asked for
 * @param previousId the response that it was built on; empty when none
 * @param model who made it
 * @param response the response object, UTF-8 JSON
 * @param input the array of items that it answers, without those of responses before it, UTF-8 JSON
 */
@SuppressWarnings("ArrayRecordComponent") // documents to be stored, not values to compare
public record KeptResponse(
        String id, String previousId, String model, byte[] response, byte[] input) {

    /** Bytes that keeping it takes. */
    public int bytes() {
        return response.length + input.length;
    }
}
