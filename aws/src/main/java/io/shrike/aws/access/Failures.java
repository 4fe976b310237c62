package io.shrike.aws.access;

import io.shrike.delivery.destination.SendResult;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** What it means for a batch that a call failed. */
public final class Failures {
    /** Answered with status 400, though the batch is not to blame: somebody must act. */
    private static final Set<String> WHO_WE_ARE = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "RequestExpired",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "SignatureDoesNotMatch",
            "AccessDenied",
            "AccessDeniedException",
            "AuthorizationError",
            "OptInRequired",
            "SubscriptionRequiredException",
            "NotFound",
            "ResourceNotFoundException",
            "InvalidKMSResourceException",
            "LimitExceededException",
            "InvalidAccessException",
            "PermanentRedirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException");

    /** Answered with status 400, though the same request may go through later. */
    private static final Set<String> PASSING = Set.of(
            "OperationAbortedException", "RequestTimeout", "RequestTimeoutException", "IncompleteBody", "BadDigest");

    /** Some proxies answer 401 or 403 to a wrong password. */
    private static final Pattern PROXY_REFUSES =
            Pattern.compile("Unable to tunnel .*HTTP/1\\.[01] (401|403|407).*", Pattern.DOTALL);

    private Failures() {}

    public static SendResult of(RuntimeException failure) {
        if (has(failure, Credentials.MissingException.class)) {
            return new SendResult.Unauthorized(
                    "noCredentials",
                    "there are no AWS credentials, neither AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY nor the role of a task");
        }
        Optional<String> refusal = refusalOfProxy(failure);
        if (refusal.isPresent()) {
            String status = refusal.get();
            return new SendResult.Unauthorized(
                    "http" + status,
                    "the proxy of HTTPS_PROXY answers " + status + " (user, password, or what it allows)");
        }
        return failure instanceof AwsServiceException answer ? answered(answer) : SendResult.later(reason(failure));
    }

    /** The runtime has no other sign of it than the text of its failure. */
    private static Optional<String> refusalOfProxy(Throwable failure) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            Matcher text = PROXY_REFUSES.matcher(String.valueOf(link.getMessage()));
            if (link instanceof IOException && text.matches()) {
                return Optional.of(text.group(1));
            }
        }
        return Optional.empty();
    }

    private static SendResult answered(AwsServiceException answer) {
        int status = answer.statusCode();
        String code = code(answer).orElse("http" + status);
        if (answer.isThrottlingException() || status >= 500 || PASSING.contains(code)) {
            return SendResult.later(code);
        }
        if (status == 401 || status == 403 || status == 404 || mustAct(code)) {
            return told(code);
        }
        return status == 400 || status == 413 ? new SendResult.Refused(code) : SendResult.later(code);
    }

    private static boolean mustAct(String code) {
        return WHO_WE_ARE.contains(code) || code.startsWith("KMS");
    }

    private static SendResult told(String code) {
        return new SendResult.Unauthorized(code, "AWS answers " + code);
    }

    /** Nothing of a batch was taken, for this reason. */
    static SendResult left(String code) {
        return mustAct(code) ? told(code) : SendResult.later(code);
    }

    private static Optional<String> code(AwsServiceException answer) {
        return Optional.ofNullable(answer.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .flatMap(Failures::known);
    }

    /** A code of AWS, if it looks like one: a stranger's answer is shown nowhere. */
    public static Optional<String> known(String code) {
        return Optional.of(code).filter(text -> text.matches("[A-Za-z][A-Za-z0-9.]{1,63}"));
    }

    private static String reason(RuntimeException failure) {
        if (has(failure, ApiCallTimeoutException.class)
                || has(failure, ApiCallAttemptTimeoutException.class)
                || has(failure, SocketTimeoutException.class)) {
            return "timeout";
        }
        if (has(failure, UnknownHostException.class)) {
            return "unknownHost";
        }
        if (has(failure, ConnectException.class)) {
            return "connect";
        }
        if (has(failure, SSLException.class)) {
            return "tls";
        }
        return has(failure, IOException.class) ? "connectionBroken" : "badAnswer";
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (kind.isInstance(link)) {
                return true;
            }
        }
        return false;
    }
}
