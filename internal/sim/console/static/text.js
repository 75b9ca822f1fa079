// Every word the page itself says, in English and French.

const words = {
  en: {
    brand: "Relance", tagline: "payment reminders, in a simulated week", day: "1 day", week: "1 week", month: "1 month",
    advance: "Move the clock forward", advancing: "Moving forward…", dayOf: "day {n} of {all}", tips: "What to try first", close: "Close", gotIt: "Got it",
    offline: "Connection lost, trying again…", advanced: "{n} days later",
    you: "You are", switchUser: "See Slack as someone else", channels: "Channels", dms: "Direct messages", apps: "Apps",
    home: "Home", messages: "Messages", emptyHome: "Nothing on this Home tab yet.", emptyChannel: "This is the very beginning of {name}",
    emptyDM: "This is your direct conversation with {name}. Try /relance help.",
    write: "Message {name}", send: "Send", only: "Only visible to you", edited: "(edited)", app: "APP", today: "Today", yesterday: "Yesterday",
    replies: "{n} replies", reply: "1 reply", hide: "Hide", inThread: "replied in a thread", noAccess: "You are not in this channel.", older: "Show older messages", newMessages: "New", members: "{n} members",
    private: "Private channel", confirm: "Confirm", cancel: "Cancel", submit: "Submit", more: "More actions", choose: "Choose an option", chooseDate: "Select a date", chooseUser: "Select a person",
    prev: "Previous", next: "Next", page: "{a}–{b} of {all}", loading: "Loading…", optional: "(optional)", back: "Back", required: "Please complete this required field.",
    badEmail: "Enter a valid e-mail address.", badNumber: "Enter a number.", tooSmall: "Enter a number of at least {n}.", tooBig: "Enter a number of at most {n}.", tooShort: "Enter at least {n} characters.", tooLong: "Enter at most {n} characters.",
    noDecimals: "Enter a whole number.", showMore: "See more", showLess: "See less", image: "Image",
    sheet: "Google Sheets", saved: "Saved", saving: "Saving…", noteOf: "Note", formula: "Formula or value",
    insertAbove: "Insert 1 row above", insertBelow: "Insert 1 row below", deleteRow: "Delete row", deleteRows: "Delete rows {a}–{b}",
    sortAsc: "Sort sheet A → Z", sortDesc: "Sort sheet Z → A", insertLeft: "Insert 1 column left", insertRight: "Insert 1 column right",
    deleteColumn: "Delete column", moveLeft: "Move column left", moveRight: "Move column right", columnMenu: "Menu of column {name}", rowMenu: "Menu of row {name}", rows: "{n} rows",
    sum: "Sum: {n}", count: "Count: {n}", clear: "Clear", protected: "Written by the bot",
    mail: "Mail", sheetShort: "Sheet", mailTitle: "What customers receive", mailNone: "No letter has left yet",
    mailHow: "Letters to customers wait for approval. As finance, type /relance tray in Slack, tick, and send: they land here.",
    mailPick: "Choose a message on the left.", mailTo: "To", mailFrom: "From", mailReply: "Replies go to", mailHTML: "As shown", mailText: "Text", mailRaw: "As sent", mailAuto: "sent without approval", mailOpen: "Open",
  },
  fr: {
    brand: "Relance", tagline: "les relances de paiement, dans un monde simulé", day: "1 jour", week: "1 semaine", month: "1 mois",
    advance: "Avancer l’horloge", advancing: "On avance…", dayOf: "jour {n} sur {all}", tips: "Par où commencer", close: "Fermer", gotIt: "Compris",
    offline: "Connexion perdue, nouvel essai…", advanced: "{n} jours plus tard",
    you: "Vous êtes", switchUser: "Voir Slack à la place de quelqu’un d’autre", channels: "Canaux", dms: "Messages directs", apps: "Applications",
    home: "Accueil", messages: "Messages", emptyHome: "Rien encore dans cet onglet Accueil.", emptyChannel: "C’est le tout début de {name}",
    emptyDM: "Voici votre conversation directe avec {name}. Essayez /relance help.",
    write: "Envoyer un message à {name}", send: "Envoyer", only: "Visible uniquement par vous", edited: "(modifié)", app: "APPLI", today: "Aujourd’hui", yesterday: "Hier",
    replies: "{n} réponses", reply: "1 réponse", hide: "Masquer", inThread: "a répondu dans un fil", noAccess: "Vous n’êtes pas dans ce canal.", older: "Voir les messages précédents", newMessages: "Nouveau", members: "{n} membres",
    private: "Canal privé", confirm: "Confirmer", cancel: "Annuler", submit: "Valider", more: "Plus d’actions", choose: "Choisir une option", chooseDate: "Choisir une date", chooseUser: "Choisir une personne",
    prev: "Précédent", next: "Suivant", page: "{a}–{b} sur {all}", loading: "Chargement…", optional: "(facultatif)", back: "Retour", required: "Ce champ est obligatoire.",
    badEmail: "Saisissez une adresse e-mail valide.", badNumber: "Saisissez un nombre.", tooSmall: "Saisissez un nombre d’au moins {n}.", tooBig: "Saisissez un nombre d’au plus {n}.", tooShort: "Saisissez au moins {n} caractères.", tooLong: "Saisissez au plus {n} caractères.",
    noDecimals: "Saisissez un nombre entier.", showMore: "Voir plus", showLess: "Voir moins", image: "Image",
    sheet: "Google Sheets", saved: "Enregistré", saving: "Enregistrement…", noteOf: "Note", formula: "Formule ou valeur",
    insertAbove: "Insérer 1 ligne au-dessus", insertBelow: "Insérer 1 ligne en dessous", deleteRow: "Supprimer la ligne", deleteRows: "Supprimer les lignes {a} à {b}",
    sortAsc: "Trier la feuille de A à Z", sortDesc: "Trier la feuille de Z à A", insertLeft: "Insérer 1 colonne à gauche", insertRight: "Insérer 1 colonne à droite",
    deleteColumn: "Supprimer la colonne", moveLeft: "Déplacer la colonne à gauche", moveRight: "Déplacer la colonne à droite", columnMenu: "Menu de la colonne {name}", rowMenu: "Menu de la ligne {name}", rows: "{n} lignes",
    sum: "Somme : {n}", count: "Nombre : {n}", clear: "Effacer", protected: "Écrit par le bot",
    mail: "Courriels", sheetShort: "Feuille", mailTitle: "Ce que reçoivent les clients", mailNone: "Aucun courrier n’est encore parti",
    mailHow: "Les courriers aux clients attendent une approbation. En comptabilité, tapez /relance courrier dans Slack, cochez, envoyez : ils arrivent ici.",
    mailPick: "Choisissez un message à gauche.", mailTo: "À", mailFrom: "De", mailReply: "Réponses à", mailHTML: "Affiché", mailText: "Texte", mailRaw: "Source", mailAuto: "parti sans approbation", mailOpen: "Ouvrir",
  },
};

let lang = "en";

export function useLanguage(l) {
  lang = words[l] ? l : "en";
  document.documentElement.lang = lang;
}

export const language = () => lang;

// t says something: t("dayOf", {n: 3, all: 30}).
export function t(key, values = {}) {
  return (words[lang][key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
