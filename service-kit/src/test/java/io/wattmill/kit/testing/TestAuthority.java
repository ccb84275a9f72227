// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.testing;

import io.wattmill.kit.tls.PeerIdentity;
import io.wattmill.kit.tls.TlsConfig;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import javax.security.auth.x500.X500Principal;

/**
 * A certificate authority for one test: issues short-lived P-256 certificates as PEM files in a
 * folder.
 */
public final class TestAuthority {

    /** A pause of the machine is no failed handshake. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(60);

    private static final Duration LIFETIME = Duration.ofHours(1);

    /** Valid since then already: a clock may be set back meanwhile. */
    private static final Duration BEFORE = Duration.ofHours(1);

    private final Path folder;
    private final X500Principal name;
    private final KeyPair keys = newKeys();
    private final AtomicLong serial = new AtomicLong(1);
    private final Path certificate;

    /** An authority with this common name; its files go into {@code folder}. */
    public TestAuthority(Path folder, String commonName) {
        this.folder = folder;
        this.name = new X500Principal("CN=" + commonName);
        Instant now = Instant.now();
        this.certificate =
                write(
                        commonName + "-ca.crt",
                        "CERTIFICATE",
                        encoded(
                                sign(
                                        keys,
                                        name,
                                        now.minus(BEFORE),
                                        now.plus(LIFETIME),
                                        List.of(),
                                        true)));
    }

    /** Mutual TLS for a service whose certificate names these hosts. */
    public TlsConfig issue(PeerIdentity identity, String... hosts) {
        return issue(identity, Instant.now().plus(LIFETIME), hosts);
    }

    /** As {@link #issue(PeerIdentity, String...)}, for a certificate that ended a minute ago. */
    public TlsConfig issueExpired(PeerIdentity identity, String... hosts) {
        return issue(identity, Instant.now().minus(Duration.ofMinutes(1)), hosts);
    }

    /** What {@code config} shows, and trusts this authority. */
    public TlsConfig trustedBy(TlsConfig config) {
        return new TlsConfig(
                true,
                config.cert(),
                config.key(),
                Optional.of(certificate),
                config.requireClientCert(),
                config.handshakeTimeout());
    }

    private TlsConfig issue(PeerIdentity identity, Instant until, String... hosts) {
        KeyPair leaf = newKeys();
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, identity.uri()));
        for (String host : hosts) {
            boolean literal = host.matches("[0-9.]+|.*:.*");
            names.add(new GeneralName(literal ? GeneralName.iPAddress : GeneralName.dNSName, host));
        }
        X500Principal subject =
                new X500Principal("CN=" + identity.service() + " " + identity.name());
        X509Certificate issued =
                sign(leaf, subject, until.minus(LIFETIME).minus(BEFORE), until, names, false);
        String file =
                name.getName().substring("CN=".length())
                        + "-"
                        + identity.service()
                        + "-"
                        + issued.getSerialNumber();
        return new TlsConfig(
                true,
                Optional.of(write(file + ".crt", "CERTIFICATE", encoded(issued))),
                Optional.of(write(file + ".key", "PRIVATE KEY", leaf.getPrivate().getEncoded())),
                Optional.of(certificate),
                true,
                HANDSHAKE);
    }

    private X509Certificate sign(
            KeyPair subjectKeys,
            X500Principal subject,
            Instant from,
            Instant until,
            List<GeneralName> names,
            boolean authority) {
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(serial.getAndIncrement()),
                            Date.from(from),
                            Date.from(until),
                            subject,
                            subjectKeys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(names.toArray(GeneralName[]::new)));
            }
            byte[] der =
                    builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(keys.getPrivate()))
                            .getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("the JDK cannot sign", e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot encode", e);
        }
    }

    private Path write(String file, String kind, byte[] der) {
        String pem =
                "-----BEGIN "
                        + kind
                        + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END "
                        + kind
                        + "-----\n";
        try {
            return Files.writeString(folder.resolve(file), pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }
}
