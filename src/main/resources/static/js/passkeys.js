/* Asks the browser for a passkey and sends what it answers by the form that asked. Where it cannot, those forms stay hidden. */
(() => {
  'use strict';
  if (!window.PublicKeyCredential || !navigator.credentials) {
    return;
  }

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const known = (credentials) => (credentials ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

  const written = (credential, response) => ({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  });

  const create = async (options) => {
    const publicKey = {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    };
    const made = await navigator.credentials.create({ publicKey });
    return written(made, {
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    });
  };

  const get = async (options) => {
    const publicKey = {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: known(options.allowCredentials),
    };
    const found = await navigator.credentials.get({ publicKey });
    return written(found, {
      authenticatorData: text(found.response.authenticatorData),
      signature: text(found.response.signature),
      userHandle: found.response.userHandle ? text(found.response.userHandle) : undefined,
    });
  };

  // Without options the form goes as it is, and the page that answers says why.
  const answer = async (form) => {
    const asked = await fetch(form.dataset.options, {
      method: 'POST',
      redirect: 'manual',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams({ _csrf: form.elements._csrf.value }),
    });
    if (asked.ok) {
      const options = await asked.json();
      form.elements.credential.value = JSON.stringify(await (form.dataset.passkey === 'create' ? create : get)(options));
    }
    form.submit();
  };

  const ask = async (event) => {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector('button');
    const problem = form.querySelector('[role=alert]');
    problem.hidden = true;
    button.disabled = true;
    try {
      await answer(form);
    } catch {
      problem.hidden = false;
      button.disabled = false;
      button.focus();
    }
  };

  document.querySelectorAll('form[data-passkey]').forEach((form) => {
    form.hidden = false;
    form.addEventListener('submit', ask);
  });
  document.querySelectorAll('[data-with-passkey]').forEach((words) => {
    words.hidden = false;
  });
  document.querySelectorAll('[data-without-passkey]').forEach((words) => {
    words.hidden = true;
  });
  // A page that the browser kept is as it was left.
  window.addEventListener('pageshow', () => document.querySelectorAll('form[data-passkey] button').forEach((button) => {
    button.disabled = false;
  }));
})();
