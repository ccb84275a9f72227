// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.responses;

/**
 * Whose a response is.
 *
 * @param organizationId owner of the project
 * @param projectId who may ask for it
 * @param keyId who asked
 * @param requestId under which it was metered
 */
public record Owner(String organizationId, String projectId, String keyId, String requestId) {}
