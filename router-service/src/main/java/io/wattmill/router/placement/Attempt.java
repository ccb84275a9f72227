// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/**
 * One attempt of one request.
 *
 * @param number from 1
 */
public record Attempt(String requestId, int number) {}
